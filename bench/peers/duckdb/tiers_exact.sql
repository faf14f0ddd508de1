-- By hand in whole millionths of a kopeck, the attainment cross-multiplied: exact, rounded half even.
WITH kopecks AS (
    SELECT person, month, (sales * 100)::BIGINT AS sales, (quota * 100)::BIGINT AS quota,
           (margin * 10000)::BIGINT AS margin
    FROM {tiers}
),
years AS (
    SELECT *, (sum(sales) OVER (PARTITION BY person, month[1:4] ORDER BY month))::BIGINT AS reached
    FROM kopecks
),
counts AS (
    SELECT person, month,
           (CASE WHEN reached <= 1000000000 THEN reached * 100
                 WHEN reached <= 3000000000 THEN 100000000000 + (reached - 1000000000) * 150
                 WHEN reached <= 6000000000 THEN 400000000000 + (reached - 3000000000) * 225
                 ELSE 1075000000000 + (reached - 6000000000) * 300 END
          - CASE WHEN reached - sales <= 1000000000 THEN (reached - sales) * 100
                 WHEN reached - sales <= 3000000000 THEN 100000000000 + (reached - sales - 1000000000) * 150
                 WHEN reached - sales <= 6000000000 THEN 400000000000 + (reached - sales - 3000000000) * 225
                 ELSE 1075000000000 + (reached - sales - 6000000000) * 300 END)
         * CASE WHEN margin < 1000 THEN
                     CASE WHEN sales * 5 < quota * 4 THEN 50 WHEN sales < quota THEN 75
                          WHEN sales * 5 < quota * 6 THEN 90 ELSE 100 END
                WHEN margin < 2000 THEN
                     CASE WHEN sales * 5 < quota * 4 THEN 70 WHEN sales < quota THEN 90
                          WHEN sales * 5 < quota * 6 THEN 100 ELSE 115 END
                WHEN margin < 3000 THEN
                     CASE WHEN sales * 5 < quota * 4 THEN 80 WHEN sales < quota THEN 100
                          WHEN sales * 5 < quota * 6 THEN 110 ELSE 125 END
                ELSE CASE WHEN sales * 5 < quota * 4 THEN 90 WHEN sales < quota THEN 110
                          WHEN sales * 5 < quota * 6 THEN 125 ELSE 150 END END AS n
    FROM years
)
SELECT person, month,
       ((n // 1000000 + (n % 1000000 > 500000 OR (n % 1000000 = 500000 AND n // 1000000 % 2 = 1))::BIGINT)
        * 0.01)::DECIMAL(18, 2) AS pay
FROM counts
