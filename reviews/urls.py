from django.urls import path

from reviews.views import findings, items, logs, plan, reviews

app_name = "reviews"

urlpatterns = [
    path("", reviews.reviews, name="reviews"),
    path("special", reviews.open_special, name="open-special"),
    path("findings", findings.findings, name="findings"),
    path("findings/<uuid:uid>", findings.finding, name="finding"),
    path("findings/<uuid:uid>/resolve", findings.resolve, name="resolve-finding"),
    path("findings/<uuid:uid>/close", findings.close, name="close-finding"),
    path("items/<uuid:uid>", items.item, name="item"),
    path("items/<uuid:uid>/finding", items.make_finding, name="make-finding"),
    path("logs/<uuid:uid>", logs.log_review, name="log-review"),
    path("plan", plan.plan, name="plan"),
    path("hours", plan.working_hours, name="hours"),
    path("hours/<int:pk>/end", plan.end_hours, name="end-hours"),
    path("staff-plates", plan.staff, name="staff"),
    path("staff-plates/<uuid:uid>/end", plan.end_staff_plate, name="end-staff-plate"),
    path("<uuid:uid>", reviews.review, name="review"),
    path("<uuid:uid>/next", reviews.next_item, name="next"),
    path("<uuid:uid>/share-out", reviews.share_out, name="share-out"),
    path("<uuid:uid>/submit", reviews.submit, name="submit"),
    path("<uuid:uid>/approve", reviews.approve, name="approve"),
]
