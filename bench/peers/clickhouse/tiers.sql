SELECT person, month, roundBankers(earned * factor, 2) AS pay
FROM (
    SELECT person, month,
           sum(sales) OVER (PARTITION BY person, substring(month, 1, 4) ORDER BY month) AS reached,
           reached - sales AS before,
           multiIf(reached <= 10000000, reached * toDecimal64('0.01', 4),
                   reached <= 30000000, 100000 + (reached - 10000000) * toDecimal64('0.015', 4),
                   reached <= 60000000, 400000 + (reached - 30000000) * toDecimal64('0.0225', 4),
                   1075000 + (reached - 60000000) * toDecimal64('0.03', 4))
         - multiIf(before <= 10000000, before * toDecimal64('0.01', 4),
                   before <= 30000000, 100000 + (before - 10000000) * toDecimal64('0.015', 4),
                   before <= 60000000, 400000 + (before - 30000000) * toDecimal64('0.0225', 4),
                   1075000 + (before - 60000000) * toDecimal64('0.03', 4)) AS earned,
           sales / quota AS attainment,
           multiIf(attainment < 0.8, toDecimal64('0.5', 2), attainment < 1, toDecimal64('0.75', 2),
                   attainment < 1.2, toDecimal64('0.9', 2), toDecimal64('1', 2)) AS low,
           multiIf(attainment < 0.8, toDecimal64('0.7', 2), attainment < 1, toDecimal64('0.9', 2),
                   attainment < 1.2, toDecimal64('1', 2), toDecimal64('1.15', 2)) AS fair,
           multiIf(attainment < 0.8, toDecimal64('0.8', 2), attainment < 1, toDecimal64('1', 2),
                   attainment < 1.2, toDecimal64('1.1', 2), toDecimal64('1.25', 2)) AS good,
           multiIf(attainment < 0.8, toDecimal64('0.9', 2), attainment < 1, toDecimal64('1.1', 2),
                   attainment < 1.2, toDecimal64('1.25', 2), toDecimal64('1.5', 2)) AS best,
           multiIf(margin < 0.1, low, margin < 0.2, fair, margin < 0.3, good, best) AS factor
    FROM {tiers}
)
