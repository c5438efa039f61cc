"""Questions about agreements, exports, and the only door to the files behind them."""
