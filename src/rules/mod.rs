//! Which facts are weaknesses?
