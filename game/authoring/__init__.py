"""From the bytes an author wrote to a frozen scenario, or to diagnostics with line and column."""
