"""The dashboard workbook: pages whose places never move, over hidden tables of figures that were worked out before."""
