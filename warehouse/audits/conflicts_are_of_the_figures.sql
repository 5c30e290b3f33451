-- A conflict is of two voices about one thing whose figures cannot both hold: what is none of this was left over by a change.
SELECT k.claim_id, k.other_claim_id
FROM conflicts AS k LEFT JOIN figures AS f ON f.claim_id = k.claim_id LEFT JOIN figures AS o ON o.claim_id = k.other_claim_id
WHERE NOT coalesce(
    f.is_point AND o.is_point AND f.voice <> o.voice AND f.modality = 'asserted' AND o.modality = 'asserted'
    AND f.measure = o.measure AND f.subject_key = o.subject_key AND f.comparable_unit = o.comparable_unit
    AND f.about_date IS NOT DISTINCT FROM o.about_date AND f.period_days IS NOT DISTINCT FROM o.period_days
    AND f.figure_high < o.figure_low AND f.figure IS NOT DISTINCT FROM k.figure
    AND o.figure IS NOT DISTINCT FROM k.other_figure, false)
