"""What our side says about an issue: rulings, estimates, fees."""
