"""Window, back office and auditor (工作台): today, queue, who looked."""
