"""The words stage in parts: what it knows, what it protects, what it proposes, how it decides."""
