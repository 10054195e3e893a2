//! What does the document say, in one small closed vocabulary?
