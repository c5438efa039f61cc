"""Sharing 数据共享: departments read files under agreements; lists leave the house as approved, marked exports."""
