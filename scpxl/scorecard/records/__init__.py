"""What a scorecard is made of: plain records that renderers may read, without any working out."""
