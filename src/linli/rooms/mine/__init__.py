"""My file (我的档案): what a resident sees of the register about herself, and what she can ask for."""
