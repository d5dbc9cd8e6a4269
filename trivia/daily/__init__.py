"""The daily set: a few questions a day for a community, the same for all, each member's to play when it suits them."""
