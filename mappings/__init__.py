"""The contract mapping: what was sold, and how it shows in the tracker."""
