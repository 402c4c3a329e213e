"""What the rules say: declarations and dated data. Imports the kernel only, never Django."""
