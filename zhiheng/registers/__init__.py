"""The ledgers of a bureau, declared: what a line holds, who keeps it, what is wrong with it. No database here."""
