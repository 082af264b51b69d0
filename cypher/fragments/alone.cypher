// Whether nobody else has said it yet, of late.
(word IS NULL OR word.by = look.by OR word.at < look.at - duration({days: 7}))
