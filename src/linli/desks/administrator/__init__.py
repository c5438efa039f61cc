"""系统管理: what a city changes of its packs, and the state of the installation."""
