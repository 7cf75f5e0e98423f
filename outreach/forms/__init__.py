"""What people type about outreach."""
