"""The clock on the wall: what happens by itself as days go by. Nothing here has legal effect of its own."""
