-- By hand in whole 1/600 of a kopeck, months grouped as numbers: exact, rounded half even.
WITH greatest(paid.collected - 400000000, 0) * (1 + (by_15 * 2 >= goal) + (by_25 * 10 >= goal * 9)) AS n,
     intDiv(n, 600) AS whole, n - whole * 600 AS rest
SELECT person, month,
       toDecimal64(whole + (rest > 300 OR (rest = 300 AND whole % 2 = 1)), 2) / 100 AS pay
FROM (
    SELECT person, month, toUInt32(replaceAll(month, '-', '')) AS of_month, toInt64(plan * 100) AS goal
    FROM {people}
) AS plans
LEFT JOIN (
    SELECT person, toYYYYMM(date) AS of_month,
           sum(toInt64(amount * 100)) AS collected,
           sumIf(toInt64(amount * 100), toDayOfMonth(date) <= 15) AS by_15,
           sumIf(toInt64(amount * 100), toDayOfMonth(date) <= 25) AS by_25
    FROM {payments} GROUP BY person, of_month
) AS paid USING (person, of_month)
