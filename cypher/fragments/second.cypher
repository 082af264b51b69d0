// Some things nobody does alone: what one person says waits seven days for a second who says the very same.
OPTIONAL MATCH (word:Word)
WHERE word.key >= $attempt.word AND word.key <= $attempt.word
