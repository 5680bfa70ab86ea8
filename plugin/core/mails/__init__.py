"""Which mails are asked for, and what they say."""
