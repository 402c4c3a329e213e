"""电子案卷: one package that proves itself. Build it, verify it, and carry the page that verifies it in a
browser."""
