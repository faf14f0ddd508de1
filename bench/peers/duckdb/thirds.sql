WITH bonuses AS (
    SELECT *, greatest(collected - 40000000, 0) * 0.005 AS bonus FROM {thirds}
),
amounts AS (
    SELECT person, month,
           CASE WHEN "collected@15" >= 0.5 * plan THEN bonus / 3 ELSE 0 END
         + CASE WHEN "collected@25" >= 0.9 * plan THEN bonus / 3 ELSE 0 END
         + bonus / 3 AS amount
    FROM bonuses
)
SELECT person, month, round_even(amount, 2)::DECIMAL(18, 2) AS pay FROM amounts
