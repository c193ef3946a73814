// Lets what pages say grow old: a page carries the day on which something was so, and this says
// how long ago that is, and that nobody knows any longer once it is too long.
(function () {
  'use strict';

  var now = Date.now();
  var units = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]];

  function ago(time) {
    var seconds = (now - time) / 1000;
    if (seconds < 60) return 'just now';
    var unit = units.find(function (unit) { return seconds >= unit[1]; });
    var number = Math.floor(seconds / unit[1]);
    return number + ' ' + unit[0] + (number === 1 ? '' : 's') + ' ago';
  }

  document.querySelectorAll('time.ago').forEach(function (place) {
    var time = Date.parse(place.dateTime);
    if (isNaN(time) || time > now) return;
    place.append(' (' + ago(time) + ')');
  });

  document.querySelectorAll('[data-stale-after]').forEach(function (place) {
    var end = Date.parse(place.dataset.staleAfter);
    if (isNaN(end) || now <= end) return;
    place.classList.remove('good', 'warning', 'bad', 'info');
    place.classList.add('quiet', 'stale');
    place.prepend('stale: was ');
  });

  // Of several promises together the first that is stale makes no other one better or worse.
  document.querySelectorAll('[data-part-stale-after]').forEach(function (place) {
    var end = Date.parse(place.dataset.partStaleAfter);
    if (isNaN(end) || now <= end) return;
    if (!place.classList.contains('bad')) {
      place.classList.remove('good', 'warning', 'info');
      place.classList.add('quiet', 'stale');
    }
    place.append('; some of it is stale by now');
  });

  // A portal that nobody builds any more says so on every page.
  var root = document.documentElement;
  var built = Date.parse(root.dataset.built || '');
  var most = Number(root.dataset.maxAge || 0) * 1000;
  var main = document.getElementById('main');
  if (main && most && !isNaN(built) && now - built > most) {
    var banner = document.createElement('p');
    banner.className = 'banner warning';
    banner.id = 'old-build';
    banner.setAttribute('role', 'status');
    banner.textContent = 'This portal was built ' + ago(built) + ', on ' +
      new Date(built).toISOString().slice(0, 10) + ': what it says may no longer be so.';
    main.prepend(banner);
  }
})();
