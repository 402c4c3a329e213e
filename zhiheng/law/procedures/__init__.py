"""The procedures of the house, each a declaration of acts, gates and clocks."""
