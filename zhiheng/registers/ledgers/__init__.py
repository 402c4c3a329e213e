"""The ledgers, a module a theme."""
