//! Arguments → command line or language server → exit code.

fn main() {}
