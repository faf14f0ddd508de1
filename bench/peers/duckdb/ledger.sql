WITH paid AS (
    SELECT person, strftime(date, '%Y-%m') AS month,
           sum(amount) AS collected,
           sum(CASE WHEN day(date) <= 15 THEN amount ELSE 0 END) AS by_15,
           sum(CASE WHEN day(date) <= 25 THEN amount ELSE 0 END) AS by_25
    FROM {payments} GROUP BY ALL
),
bonuses AS (
    SELECT person, month, plan, coalesce(by_15, 0) AS by_15, coalesce(by_25, 0) AS by_25,
           greatest(coalesce(collected, 0) - 4000000, 0) * 0.005 AS bonus
    FROM {people} LEFT JOIN paid USING (person, month)
),
amounts AS (
    SELECT person, month,
           CASE WHEN by_15 >= 0.5 * plan THEN bonus / 3 ELSE 0 END
         + CASE WHEN by_25 >= 0.9 * plan THEN bonus / 3 ELSE 0 END
         + bonus / 3 AS amount
    FROM bonuses
)
SELECT person, month, round_even(amount, 2)::DECIMAL(18, 2) AS pay FROM amounts
