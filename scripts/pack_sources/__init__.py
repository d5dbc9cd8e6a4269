"""Where the packs that ship come from: one module a pack, and what they share."""
