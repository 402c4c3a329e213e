"""The year's plan as arithmetic: days there are, days needed, and which visit on which day by whom. Pure values."""
