-- By hand in whole millionths of a kopeck, the attainment cross-multiplied: exact, rounded half even.
WITH intDiv(n, 1000000) AS whole, n - whole * 1000000 AS rest
SELECT person, month,
       toDecimal64(whole + (rest > 500000 OR (rest = 500000 AND whole % 2 = 1)), 2) / 100 AS pay
FROM (
    SELECT person, month, toInt64(sales * 100) AS sold, toInt64(quota * 100) AS goal,
           toInt64(margin * 10000) AS share,
           sum(sold) OVER (PARTITION BY person, substring(month, 1, 4) ORDER BY month) AS reached,
           reached - sold AS before,
           multiIf(reached <= 1000000000, reached * 100,
                   reached <= 3000000000, 100000000000 + (reached - 1000000000) * 150,
                   reached <= 6000000000, 400000000000 + (reached - 3000000000) * 225,
                   1075000000000 + (reached - 6000000000) * 300)
         - multiIf(before <= 1000000000, before * 100,
                   before <= 3000000000, 100000000000 + (before - 1000000000) * 150,
                   before <= 6000000000, 400000000000 + (before - 3000000000) * 225,
                   1075000000000 + (before - 6000000000) * 300) AS earned,
           multiIf(sold * 5 < goal * 4, 0, sold < goal, 1, sold * 5 < goal * 6, 2, 3) AS attainment,
           multiIf(share < 1000, 0, share < 2000, 1, share < 3000, 2, 3) AS band,
           [50, 75, 90, 100, 70, 90, 100, 115, 80, 100, 110, 125, 90, 110, 125, 150] AS factors,
           earned * factors[band * 4 + attainment + 1] AS n
    FROM {tiers}
)
