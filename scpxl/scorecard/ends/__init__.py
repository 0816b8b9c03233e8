"""Each month end that the dashboard can show, as plain rows."""
