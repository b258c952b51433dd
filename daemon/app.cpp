// Composition: builds the rooms in order, runs the loop, stops them in reverse.
