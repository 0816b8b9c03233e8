"""What changed: from year to year, over years, by season, since something was done, and by the year's end."""
