WITH years AS (
    SELECT *, sum(sales) OVER (PARTITION BY person, month[1:4] ORDER BY month) AS reached FROM {tiers}
),
amounts AS (
    SELECT person, month,
           (CASE WHEN reached <= 10000000 THEN reached * 0.01
                 WHEN reached <= 30000000 THEN 100000 + (reached - 10000000) * 0.015
                 WHEN reached <= 60000000 THEN 400000 + (reached - 30000000) * 0.0225
                 ELSE 1075000 + (reached - 60000000) * 0.03 END
          - CASE WHEN reached - sales <= 10000000 THEN (reached - sales) * 0.01
                 WHEN reached - sales <= 30000000 THEN 100000 + (reached - sales - 10000000) * 0.015
                 WHEN reached - sales <= 60000000 THEN 400000 + (reached - sales - 30000000) * 0.0225
                 ELSE 1075000 + (reached - sales - 60000000) * 0.03 END)
         * CASE WHEN margin < 0.1 THEN
                     CASE WHEN sales / quota < 0.8 THEN 0.5 WHEN sales / quota < 1 THEN 0.75
                          WHEN sales / quota < 1.2 THEN 0.9 ELSE 1 END
                WHEN margin < 0.2 THEN
                     CASE WHEN sales / quota < 0.8 THEN 0.7 WHEN sales / quota < 1 THEN 0.9
                          WHEN sales / quota < 1.2 THEN 1 ELSE 1.15 END
                WHEN margin < 0.3 THEN
                     CASE WHEN sales / quota < 0.8 THEN 0.8 WHEN sales / quota < 1 THEN 1
                          WHEN sales / quota < 1.2 THEN 1.1 ELSE 1.25 END
                ELSE CASE WHEN sales / quota < 0.8 THEN 0.9 WHEN sales / quota < 1 THEN 1.1
                          WHEN sales / quota < 1.2 THEN 1.25 ELSE 1.5 END END AS amount
    FROM years
)
SELECT person, month, round_even(amount, 2)::DECIMAL(18, 2) AS pay FROM amounts
