double root(double of);
