"""Issues out of a file that people exported from Jira, YouTrack or Redmine.

`read_export` finds out encoding, delimiter, columns and date form by itself, and says which it took. An
export has no history: each issue stands there as it was when the file was made.
"""
