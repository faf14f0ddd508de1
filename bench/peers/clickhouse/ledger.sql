WITH greatest(collected - 4000000, 0) * toDecimal64('0.005', 3) AS bonus
SELECT person, month,
       roundBankers(if(by_15 >= plan * toDecimal64('0.5', 1), bonus / 3, 0)
                  + if(by_25 >= plan * toDecimal64('0.9', 1), bonus / 3, 0)
                  + bonus / 3, 2) AS pay
FROM {people} AS people
LEFT JOIN (
    SELECT person, formatDateTime(date, '%Y-%m') AS month,
           sum(amount) AS collected,
           sumIf(amount, toDayOfMonth(date) <= 15) AS by_15,
           sumIf(amount, toDayOfMonth(date) <= 25) AS by_25
    FROM {payments} GROUP BY person, month
) AS paid USING (person, month)
