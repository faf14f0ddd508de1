-- By hand in whole 1/600 of a kopeck: exact, rounded half even.
WITH kopecks AS (
    SELECT person, month,
           (collected * 100)::BIGINT AS collected, ("collected@15" * 100)::BIGINT AS by_15,
           ("collected@25" * 100)::BIGINT AS by_25, (plan * 100)::BIGINT AS plan
    FROM {thirds}
),
counts AS (
    SELECT person, month,
           greatest(collected - 4000000000, 0)
           * (1 + (by_15 * 2 >= plan)::BIGINT + (by_25 * 10 >= plan * 9)::BIGINT) AS n
    FROM kopecks
)
SELECT person, month,
       ((n // 600 + (n % 600 > 300 OR (n % 600 = 300 AND n // 600 % 2 = 1))::BIGINT) * 0.01)::DECIMAL(18, 2) AS pay
FROM counts
