//! What is this under the cursor?
