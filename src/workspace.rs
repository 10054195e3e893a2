//! Which files, which knowledge?
