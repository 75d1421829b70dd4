"""Two versions of a pack held against each other: what is said otherwise, and what that does to stored audits."""
