//! How do findings look under their lines?
