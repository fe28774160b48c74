"""From text files to passages: reading, cleaning with a ledger, cutting."""
