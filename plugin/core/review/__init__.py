"""The review period: from the hand-over of a stage to what silence leads to."""
