"""Mail over SMTP, and the signed links that mails carry."""
