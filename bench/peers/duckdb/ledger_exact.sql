-- By hand in whole 1/600 of a kopeck, months grouped as numbers: exact, rounded half even.
WITH paid AS (
    SELECT person, year(date) * 100 + month(date) AS of_month,
           sum((amount * 100)::BIGINT)::BIGINT AS collected,
           sum(CASE WHEN day(date) <= 15 THEN (amount * 100)::BIGINT ELSE 0 END)::BIGINT AS by_15,
           sum(CASE WHEN day(date) <= 25 THEN (amount * 100)::BIGINT ELSE 0 END)::BIGINT AS by_25
    FROM {payments} GROUP BY ALL
),
plans AS (
    SELECT person, month, replace(month, '-', '')::BIGINT AS of_month, (plan * 100)::BIGINT AS plan FROM {people}
),
counts AS (
    SELECT person, month,
           greatest(coalesce(collected, 0) - 400000000, 0)
           * (1 + (coalesce(by_15, 0) * 2 >= plan)::BIGINT + (coalesce(by_25, 0) * 10 >= plan * 9)::BIGINT) AS n
    FROM plans LEFT JOIN paid USING (person, of_month)
)
SELECT person, month,
       ((n // 600 + (n % 600 > 300 OR (n % 600 = 300 AND n // 600 % 2 = 1))::BIGINT) * 0.01)::DECIMAL(18, 2) AS pay
FROM counts
