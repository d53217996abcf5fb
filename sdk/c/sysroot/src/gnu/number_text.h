// Texts that end with a number: of errors and signals that have no name.
#pragma once

enum { kNumberText = sizeof "Real-time signal -2147483648" };

// Writes `words` and the number to `to`, which is answered.
char* __waggle_number_text(char to[kNumberText], const char* words, int number);
