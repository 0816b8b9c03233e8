"""Methods of statistics: arrays in, arrays out.  They know no indicator, no area and no workbook."""
