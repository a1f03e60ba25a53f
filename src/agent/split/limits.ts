/** Characters of a question; the longest has some hundred. */
export const longestQuestion = 4096;
/** Characters of an answer: some ten thousand listeners. */
export const longestAnswer = 64 << 20;
/** Questions that may wait at once; an agent that asks more has gone mad, and its channel is closed. */
export const mostQuestions = 64;
