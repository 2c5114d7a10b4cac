from extract.evaluation import reliability


def test_confidences_that_mean_what_they_say_have_no_calibration_error():
    bands, error = reliability([(0.75, True)] * 3 + [(0.75, False)] + [(1.0, True)] * 4)
    assert [(band.count, band.said, band.right) for band in bands] == [(4, 0.75, 0.75), (4, 1.0, 1.0)]
    assert error == 0


def test_boasting_is_told():
    assert reliability([(1.0, True), (1.0, False)])[1] == 0.5
    assert reliability([]) == ([], 0.0)
