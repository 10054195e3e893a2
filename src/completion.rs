//! What can be written here?
