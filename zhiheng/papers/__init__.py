"""Papers: pure rendering of enforcement papers to PDF/A by typst. Imports the kernel only, knows no database."""
